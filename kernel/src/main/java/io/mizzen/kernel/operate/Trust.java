package io.mizzen.kernel.operate;

/** Whose text a posted configuration is. */
public enum Trust {
  /** Of somebody who may read what the process reads: files and variables are put in. */
  OWNER,
  /** Of anybody else: a text that asks for files or variables is refused. */
  STRANGER
}
