/**
 * The story that this project began with, told again: a service that takes reports over HTTP and inserts each
 * into Postgres, at every stage of its repair. First a thread for each request without a bound, then a bounded
 * queue and a hundred workers, then objects that are used again, then a cache of drugs that is not one locked
 * map. {@link Stage} says which parts each is made of. Acknowledged is not stored in any of them.
 */
@NullMarked
package io.epro.bench.story;

import org.jspecify.annotations.NullMarked;
