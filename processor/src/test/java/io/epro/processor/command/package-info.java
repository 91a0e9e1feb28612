/**
 * The whole processor, in this JVM, with the real broker and database, in the situations that its
 * protocol is made for: {@link io.epro.processor.command.LostReplyIT a reply that never came},
 * {@link io.epro.processor.command.FailedFlushIT a flush that fails},
 * {@link io.epro.processor.command.RestoredDatabaseIT a database put back},
 * {@link io.epro.processor.command.TopicChangesIT another topic},
 * {@link io.epro.processor.command.DuplicatesIT duplicates},
 * {@link io.epro.processor.command.RejectsIT rejects that are not taken}. Each runs under both group
 * protocols. Whoever looks for races runs them more often:
 *
 * <pre>
 *   mvn -B verify -Depro.repeat=5 -Dit.test='*IT' -Dfailsafe.failIfNoSpecifiedTests=false
 * </pre>
 */
@NullMarked
package io.epro.processor.command;

import org.jspecify.annotations.NullMarked;
