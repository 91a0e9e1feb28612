/** The books: what the raw topic, the ledger and the tables say, held against each other. */
@NullMarked
package io.epro.local.books;

import org.jspecify.annotations.NullMarked;
