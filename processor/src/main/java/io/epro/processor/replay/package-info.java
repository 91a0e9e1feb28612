/**
 * History run again beside the live pipeline: the same stages with the rules and the dictionary of now, over
 * a part of the topic, into a schema of its own ({@link ReplayName}). What it would change can be looked at
 * ({@link ReplayDiff}) and taken over ({@link Replays#promote}).
 */
@NullMarked
package io.epro.processor.replay;

import org.jspecify.annotations.NullMarked;
