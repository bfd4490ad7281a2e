package io.mizzen.bench;

import java.util.Map;

/**
 * What a scenario brought: for people and for programs.
 *
 * @param text a Markdown table with the lines around it
 */
record Section(String scenario, String text, Map<String, Object> json) {}
