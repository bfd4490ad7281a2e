// One archetype for all kinds: what was generated for the wanted one and for all goes to the top, the rest goes.
def root = new File(request.outputDirectory, request.artifactId)
def move
move = { File from, File to ->
  if (from.isDirectory()) {
    to.mkdirs()
    from.listFiles().each { move(it, new File(to, it.name == 'gitignore' ? '.gitignore' : it.name)) }
    from.delete()
  } else if (!from.renameTo(to)) {
    throw new IOException("cannot move " + from)
  }
}
move(new File(root, 'common'), root)
move(new File(root, request.properties['kind']), root)
['protocol', 'filter', 'router', 'limiter', 'discovery', 'balancer'].each { new File(root, it).deleteDir() }
