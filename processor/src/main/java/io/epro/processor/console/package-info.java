/**
 * The page on the admin port that shows how the pipeline is. {@link Console} answers its script's questions from
 * three sides: the books and tables ({@link TableView}), the brokers ({@link GroupView}), and this process
 * ({@link ProcessView}), and has {@link Actions} do what its buttons ask for, for whom has the role.
 */
@NullMarked
package io.epro.processor.console;

import org.jspecify.annotations.NullMarked;
