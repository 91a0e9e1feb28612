/**
 * Settings: typed, immutable, checked once at start. A program declares an interface with its keys,
 * {@link io.epro.config.Settings} fills it from the command line, the environment and a file, and
 * reports every problem at once.
 */
@NullMarked
package io.epro.config;

import org.jspecify.annotations.NullMarked;
