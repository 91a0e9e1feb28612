package io.epro.processor.model;

import io.epro.processor.ledger.OutageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;

/**
 * The group's coordinator: members, who of them should have which partition, and the offsets committed.
 * A partition goes to its new member when its old one has given it back or was put out (KIP-1071;
 * cooperative rebalancing comes to the same). An offset is taken from whoever is a member, for any
 * partition: like a broker's, the coordinator looks at the member's epoch alone.
 */
final class SimGroup {
  private static final long NONE = -1;

  private final Laws laws;
  private final long[] committed;
  private final List<Member> members = new ArrayList<>();
  private int rotation;
  private boolean fencing = true;

  /** What the coordinator knows of one stream thread. */
  static final class Member {
    private final SortedSet<Integer> owned = new TreeSet<>();
    private boolean expelled;

    boolean expelled() {
      return expelled;
    }
  }

  SimGroup(int partitions, Laws laws) {
    this.laws = laws;
    committed = new long[partitions];
    Arrays.fill(committed, NONE);
  }

  Member join() {
    var member = new Member();
    members.add(member);
    return member;
  }

  void leave(Member member) {
    members.remove(member);
    member.expelled = true;
    member.owned.clear();
  }

  /** The session timed out: what it had is free, and it does not know. */
  void expel(Member member) {
    members.remove(member);
    member.expelled = true;
  }

  /** Others get other partitions, for no reason that a member could see. */
  void shuffle() {
    rotation++;
  }

  boolean empty() {
    return members.isEmpty();
  }

  /** Which of its partitions the member has to give back. */
  SortedSet<Integer> toRevoke(Member member) {
    var back = new TreeSet<Integer>(member.owned);
    back.removeAll(target(member));
    return back;
  }

  /** The member has given these back. */
  void revoked(Member member, SortedSet<Integer> partitions) {
    member.owned.removeAll(partitions);
  }

  /** What is free by now and meant for this member. */
  SortedSet<Integer> toAssign(Member member) {
    var free = target(member);
    free.removeAll(member.owned);
    for (Member other : members) {
      if (other != member) {
        free.removeAll(other.owned);
      }
    }
    return free;
  }

  void assigned(Member member, SortedSet<Integer> partitions) {
    member.owned.addAll(partitions);
  }

  /** A copy. */
  SortedSet<Integer> owned(Member member) {
    return new TreeSet<>(member.owned);
  }

  List<Member> members() {
    return members;
  }

  private SortedSet<Integer> target(Member member) {
    var target = new TreeSet<Integer>();
    int at = members.indexOf(member);
    for (int p = 0; at >= 0 && p < committed.length; p++) {
      if ((p + rotation) % members.size() == at) {
        target.add(p);
      }
    }
    return target;
  }

  /** @return where the group reads on, or -1 */
  long committed(int partition) {
    return committed[partition];
  }

  void acceptStaleMembers() {
    fencing = false;
  }

  /** @throws CommitFailedException when the member was put out */
  void commit(Member member, SortedMap<Integer, Long> offsets) {
    if (member.expelled && fencing) {
      throw new CommitFailedException();
    }
    offsets.forEach((partition, offset) -> {
      committed[partition] = offset;
      laws.offsetCommitted(partition, offset);
    });
  }

  Map<Integer, Long> committed() {
    var all = new TreeMap<Integer, Long>();
    for (int p = 0; p < committed.length; p++) {
      if (committed[p] != NONE) {
        all.put(p, committed[p]);
      }
    }
    return all;
  }

  /** @throws OutageException while it has members */
  void set(Map<Integer, Long> offsets) {
    if (!empty()) {
      throw new OutageException("the group has members");
    }
    offsets.forEach((partition, offset) -> committed[partition] = offset);
  }
}
