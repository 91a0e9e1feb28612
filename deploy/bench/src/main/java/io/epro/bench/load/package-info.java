/**
 * The clients of a load, in a process of their own: as cheap as they can honestly be, since on a
 * machine of two cores what they burn is taken from the server. One thread, one selector, one buffer to
 * read into, requests written from where they lie; nothing is allocated for a request. Every answer is
 * parsed, and every report that was acknowledged is written down, to be looked for in the topic.
 */
@NullMarked
package io.epro.bench.load;

import org.jspecify.annotations.NullMarked;
