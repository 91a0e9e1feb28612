/** How long the dictionary takes from a file into its topic, and what the tool's process needs for it. */
@NullMarked
package io.epro.bench.drugsload;

import org.jspecify.annotations.NullMarked;
