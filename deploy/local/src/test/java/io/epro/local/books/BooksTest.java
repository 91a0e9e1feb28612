package io.epro.local.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BooksTest {
  private static final LedgerRow TEN = new LedgerRow(0, 10, 6, 1, 2, 1, 0);

  @Test
  void balanceWhenEveryOffsetHasItsEndAndEveryRowIsThere() {
    var books = new Books(List.of(new PartitionBook(0, 0, 10, TEN, 0),
        new PartitionBook(1, 0, 10, TEN, 0), new PartitionBook(2, 0, 0, null, 0)), 12, 4);

    assertThat(books.problems()).isEmpty();
    assertThat(books.balance()).isTrue();
    assertThat(books.lag()).isZero();
    assertThat(books.passed()).isEqualTo(20);
    assertThat(books.ends()).isEqualTo(20);
  }

  @Test
  void doNotBalanceWhenAnOffsetHasNoEnd() {
    var books = new Books(
        List.of(new PartitionBook(3, 0, 10, new LedgerRow(0, 10, 6, 1, 2, 0, 0), 0)), 6, 2);

    assertThat(books.problems())
        .containsExactly("partition 3 passed 10 offsets and accounts for 9");
  }

  @Test
  void countFromWhereTheLedgerBegan() {
    var books = new Books(
        List.of(new PartitionBook(0, 100, 110, new LedgerRow(100, 110, 6, 1, 2, 0, 1), 0)), 6, 2);

    assertThat(books.problems()).isEmpty();
    assertThat(books.erased()).isEqualTo(1);
  }

  @Test
  void doNotBalanceWhileRecordsWait() {
    var books = new Books(List.of(new PartitionBook(0, 0, 17, TEN, 0)), 6, 2);

    assertThat(books.problems())
        .containsExactly("partition 0 ends at offset 17 and the ledger is at 10");
    assertThat(books.lag()).isEqualTo(7);
  }

  @Test
  void doNotBalanceWhenAPartitionWasNeverRead() {
    var books = new Books(List.of(new PartitionBook(5, 2, 4, null, 0)), 0, 0);

    assertThat(books.problems())
        .containsExactly("partition 5 has records but no row in the ledger");
    assertThat(books.lag()).isEqualTo(2);
  }

  @Test
  void doNotBalanceWhenRowsAreMissingOrTooMany() {
    var books = new Books(List.of(new PartitionBook(0, 0, 10, TEN, 0)), 5, 3);

    assertThat(books.problems()).containsExactly(
        "the ledger has 6 stored and the table report 5 rows",
        "the ledger has 2 rejected and the table rejection 3 rows");
  }

  @Test
  void doNotBalanceWithAHole() {
    var booked = new Books(List.of(new PartitionBook(0, 0, 10, TEN, 1)), 6, 2);
    var toBe = new Books(List.of(new PartitionBook(0, 17, 17, TEN, 0)), 6, 2);

    assertThat(booked.problems()).singleElement().asString().contains("lost 1 offsets");
    assertThat(booked.lost()).isEqualTo(1);
    assertThat(toBe.problems()).hasSize(2).first().asString()
        .contains("begins at offset 17").contains("from 10 on was deleted");
  }
}
