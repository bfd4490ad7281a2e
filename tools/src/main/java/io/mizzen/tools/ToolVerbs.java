package io.mizzen.tools;

import io.mizzen.cli.Verb;
import io.mizzen.cli.VerbSource;
import io.mizzen.tools.author.DevVerb;
import io.mizzen.tools.author.NewVerb;
import io.mizzen.tools.dist.DistVerbs;
import io.mizzen.tools.dist.InstallVerb;
import io.mizzen.tools.dist.RemoveVerb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The verbs of this jar; found through the service file. */
public final class ToolVerbs implements VerbSource {
  @Override
  public Map<String, Supplier<Verb>> verbs() {
    Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
    verbs.put("dist", DistVerbs::new);
    verbs.put("dev", DevVerb::new);
    verbs.put("plugin new", NewVerb::new);
    verbs.put("plugin install", InstallVerb::new);
    verbs.put("plugin remove", RemoveVerb::new);
    return verbs;
  }
}
