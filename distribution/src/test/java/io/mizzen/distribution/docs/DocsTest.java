package io.mizzen.distribution.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.distribution.docs.Page.Block;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.model.RootConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the pages say can be done: see {@link Workshop} for how. */
final class DocsTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A part of a configuration may name what the rest would define. */
  private static final List<String> PARTS_MAY = List.of("MZ1301");

  @TempDir Path folder;

  private static List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> plugins = Files.list(ROOT.resolve("plugins"))) {
      Stream<Path> files =
          Stream.of(
                  Stream.of(ROOT.resolve("README.md"), ROOT.resolve("ARCHITECTURE.md")),
                  docs.filter(f -> f.toString().endsWith(".md")),
                  plugins.map(p -> p.resolve("README.md")).filter(Files::exists))
              .flatMap(each -> each);
      for (Path file : files.sorted().toList()) {
        pages.add(Page.read(ROOT, file));
      }
    }
    return pages;
  }

  @Test
  void everyBlockIsRunOrSaysWhyNot() throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    List<String> unmarked = new ArrayList<>();
    for (Page page : pages()) {
      for (Block block : page.blocks()) {
        String how = how(page, block);
        if (how.isEmpty()) {
          unmarked.add(block.toString());
        }
        counts.merge(how, 1, Integer::sum);
      }
    }
    System.out.println("blocks of README and docs: " + counts);
    assertEquals(List.of(), unmarked, "mark them as text, with a reason");
  }

  /** What becomes of a block; empty if nothing does and it does not say why. */
  private static String how(Page page, Block block) {
    if (block.language().equals("text")) {
      boolean generated = page.name().startsWith("docs/reference/");
      return block.rest().isEmpty() ? "" : generated ? "generated and compared" : "not run";
    }
    if (!List.of("sh", "console", "yaml", "java").contains(block.language())) {
      return "";
    }
    return "run, " + block.language() + (isOfAuthors(block) ? " of authors" : "");
  }

  /** Needs Maven, so another test runs it. */
  private static boolean isOfAuthors(Block block) {
    return block.rest().equals("AuthorPagesTest") && block.place().startsWith("docs/plugins/");
  }

  private static boolean isRunHere(Block block) {
    return !block.language().equals("text") && !isOfAuthors(block);
  }

  @TestFactory
  Stream<DynamicTest> aPageDoesWhatItSays() throws IOException {
    return pages().stream()
        .filter(page -> page.blocks().stream().anyMatch(DocsTest::isRunHere))
        .map(page -> dynamicTest(page.name(), () -> run(page)));
  }

  private void run(Page page) throws Exception {
    if (page.blocks().stream().anyMatch(block -> block.text().contains("curl "))) {
      assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl on this machine");
    }
    Path own = Files.createDirectory(folder.resolve(page.name().replaceAll("\\W+", "-")));
    try (Workshop workshop = new Workshop(HOME, own)) {
      for (Block block : page.blocks().stream().filter(DocsTest::isRunHere).toList()) {
        switch (block.language()) {
          case "sh" -> workshop.sh(block);
          case "console" -> workshop.console(block);
          case "yaml" -> yaml(block, workshop);
          case "java" -> java(block, own);
          default -> fail(block + " is of no language that can be run");
        }
      }
    }
  }

  /** With a name it is a file for what follows; a configuration or a part of one is checked. */
  private static void yaml(Block block, Workshop workshop) throws IOException, Refusal {
    String text = workshop.withFreePorts(block.text());
    boolean whole = text.lines().anyMatch(line -> line.startsWith("version:"));
    Path file = workshop.folder().resolve(block.rest().isEmpty() ? "part.yaml" : block.rest());
    Files.createDirectories(file.getParent());
    Files.writeString(file, whole || !block.rest().isEmpty() ? text : complete(text));
    if (block.visibility() == Page.Visibility.SHOWN && (block.rest().isEmpty() || whole)) {
      check(block, file, whole ? List.of() : PARTS_MAY);
    }
  }

  /** Filters stand in a chain; every other part stands at the top. */
  private static String complete(String part) {
    return part.startsWith("filters:")
        ? """
          version: 1
          listeners:
            - name: any
              bind: "127.0.0.1:0"
              filterChains:
                - protocol: {type: http1}
                  routes: any
          """
            + part.indent(8)
        : "version: 1\n" + part;
  }

  private static void check(Block block, Path config, List<String> tolerated) throws Refusal {
    Path instance = config.resolveSibling("run");
    Setup setup = Setup.of(new Options(List.of(config), null, instance, HOME, List.of()));
    Loaded<RootConfig> loaded = setup.load();
    if (!loaded.problems().hasErrors()) {
      setup.check(loaded);
    }
    for (Problem problem : loaded.problems().all()) {
      if (!tolerated.contains(problem.code())) {
        fail(block + "\n" + loaded.report());
      }
    }
  }

  private static void java(Block block, Path folder) throws IOException {
    Path source = Files.createDirectories(folder.resolve("java")).resolve("Sample.java");
    Files.writeString(
        source,
        """
        import io.mizzen.spi.*;
        import io.mizzen.spi.config.*;
        import io.mizzen.spi.limit.*;
        import io.mizzen.spi.protocol.*;
        import io.mizzen.spi.route.*;
        import io.mizzen.spi.stream.*;
        import io.mizzen.spi.telemetry.*;
        import io.mizzen.spi.upstream.*;
        import io.netty.buffer.*;
        import java.time.*;
        import java.util.*;
        import org.jspecify.annotations.*;
        """
            + block.text());
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-d",
                folder + "/java",
                source.toString(),
                "-cp",
                System.getProperty("java.class.path"));
    assertEquals(0, result, () -> block + "\n" + said.toString(StandardCharsets.UTF_8));
    assertFalse(block.text().isBlank());
  }
}
