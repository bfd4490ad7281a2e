package io.mizzen.balancer.basic;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/**
 * @param choices how many endpoints are compared, 2 to 10
 */
@Doc("The endpoint with the fewest open requests among a few taken at random.")
public record LeastRequestConfig(
    @Default("2")
        @Doc(
            "How many endpoints are drawn and compared for each request, 2 to 10. More find the"
                + " idle ones better and make them everybody's choice at once.")
        int choices) {
  /** Above this a draw costs more than a look at the usual number of endpoints. */
  private static final int MAX_CHOICES = 10;

  public LeastRequestConfig {
    if (choices < 2 || choices > MAX_CHOICES) {
      throw new IllegalArgumentException(
          "choices must be from 2 to " + MAX_CHOICES + ", got " + choices);
    }
  }
}
