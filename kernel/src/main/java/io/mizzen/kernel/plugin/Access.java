package io.mizzen.kernel.plugin;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin uses outside its own memory. It is declared ({@code Plugin-Access} in the
 * manifest), shown, and compared with what its class files mention. Java offers no sandbox: this
 * keeps honest plugins honest and reviews short, it stops nobody.
 */
enum Access {
  /** Connections of its own, beside those the kernel gives it. */
  SOCKETS(
      Set.of(
          "java/net/Socket",
          "java/net/ServerSocket",
          "java/net/DatagramSocket",
          "java/net/MulticastSocket",
          "java/net/URLConnection",
          "java/net/HttpURLConnection",
          "java/net/http/HttpClient",
          "java/nio/channels/SocketChannel",
          "java/nio/channels/ServerSocketChannel",
          "java/nio/channels/DatagramChannel",
          "java/nio/channels/AsynchronousSocketChannel",
          "java/nio/channels/AsynchronousServerSocketChannel",
          "javax/net/SocketFactory",
          "javax/net/ssl/SSLSocketFactory",
          "io/netty/bootstrap/Bootstrap",
          "io/netty/bootstrap/ServerBootstrap",
          "com/sun/net/httpserver/HttpServer"),
      Set.of("java/net/URL.openStream", "java/net/URL.openConnection")),
  /** Files, reading or writing. */
  FILES(
      Set.of(
          "java/io/FileInputStream",
          "java/io/FileOutputStream",
          "java/io/FileReader",
          "java/io/FileWriter",
          "java/io/RandomAccessFile",
          "java/nio/file/Files",
          "java/nio/channels/FileChannel",
          "java/nio/channels/AsynchronousFileChannel"),
      Set.of()),
  /** Threads of its own, beside {@code Host.background()}. */
  THREADS(
      Set.of(
          "java/util/concurrent/Executors",
          "java/util/concurrent/ThreadPoolExecutor",
          "java/util/concurrent/ScheduledThreadPoolExecutor",
          "java/util/concurrent/ForkJoinPool",
          "java/util/Timer"),
      Set.of("java/lang/Thread.<init>", "java/lang/Thread.start")),
  /** Ending the process. */
  EXIT(
      Set.of(),
      Set.of("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt")),
  /** Reaching code it is not compiled against. */
  REFLECTION(
      Set.of("sun/misc/Unsafe"),
      Set.of(
          "java/lang/Class.forName",
          "java/lang/ClassLoader.loadClass",
          "java/lang/reflect/Method.invoke",
          "java/lang/reflect/Constructor.newInstance",
          "java/lang/reflect/Field.set",
          "java/lang/reflect/Field.get",
          "java/lang/reflect/AccessibleObject.setAccessible",
          "java/lang/reflect/Method.setAccessible",
          "java/lang/reflect/Field.setAccessible",
          "java/lang/reflect/Constructor.setAccessible",
          "java/lang/invoke/MethodHandles.privateLookupIn"));

  private final Set<String> classes;
  private final Set<String> methods;

  Access(Set<String> classes, Set<String> methods) {
    this.classes = classes;
    this.methods = methods;
  }

  /** As it is declared. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The access of a word, or null. */
  static @Nullable Access of(String word) {
    for (Access access : values()) {
      if (access.word().equals(word)) {
        return access;
      }
    }
    return null;
  }

  /** Whether calling that method needs this; the names as in class files. */
  boolean covers(String owner, String method) {
    return classes.contains(owner) || methods.contains(owner + "." + method);
  }
}
