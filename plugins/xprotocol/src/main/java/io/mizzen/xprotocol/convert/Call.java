package io.mizzen.xprotocol.convert;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call in no protocol's words.
 *
 * <p>Arguments are made of these, and nothing else: null, {@link Boolean}, {@link Integer}, {@link
 * Long}, {@link java.math.BigInteger}, {@link Double}, {@link String}, {@code byte[]}, a {@link
 * List} of them, a {@link Map} from {@link String} to them.
 *
 * @param service the interface, as the provider knows it
 * @param method its name
 * @param version of the service; empty for none
 * @param group of the service, or what a protocol has for telling apart two providers of one
 *     interface; empty for none
 * @param types the names of the declared parameter types as Java writes them, one for each
 *     argument; null if the caller does not know them
 * @param arguments not changed after this
 * @param attachments texts that travel beside the arguments
 */
public record Call(
    String service,
    String method,
    String version,
    String group,
    @Nullable List<String> types,
    List<@Nullable Object> arguments,
    Map<String, String> attachments) {}
