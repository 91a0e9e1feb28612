package io.epro.gateway.receive;

import io.epro.gateway.admit.Decision.Bound;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.receive.RequestHead.Acceptable;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The body of one request: collected within its bounds, and inflated where it is compressed. */
final class RequestBody {
  private final Lane lane;
  private final Acceptable head;
  private final Permit permit;
  private final BodyBuffer buffer;

  RequestBody(Lane lane, Acceptable head, Permit permit) {
    this.lane = lane;
    this.head = head;
    this.permit = permit;
    this.buffer = new BodyBuffer((int) head.contentLength());
  }

  /** What comes of the whole. */
  sealed interface End {
    /** The body as it is to be understood; the permit has its bytes. */
    record Whole(byte[] bytes) implements End {}

    /** A body that cannot be taken. */
    record Wrong(Problem problem) implements End {}
  }

  /** Null while the body can still be taken. */
  @Nullable
  Problem append(Buffer piece) {
    var sizes = lane.limits.sizes();
    if (buffer.length() + piece.length() > head.route().most(sizes)) {
      return head.route().tooLarge(sizes);
    }
    if (head.contentLength() < 0 && !permit.grow(piece.length())) {
      return Problems.noRoom(Bound.BYTES);
    }
    buffer.append(piece);
    return null;
  }

  /** To be called once, after the last piece. */
  End end() {
    byte[] bytes = buffer.toBytes();
    return head.gzip() ? inflate(bytes) : new End.Whole(bytes);
  }

  private End inflate(byte[] bytes) {
    var sizes = lane.limits.sizes();
    return switch (lane.gunzip.inflate(bytes, head.route().most(sizes), permit)) {
      case Gunzip.Result.Inflated inflated -> new End.Whole(inflated.bytes());
      case Gunzip.Result.Broken broken -> new End.Wrong(Problem.of(ProblemCode.MALFORMED_ENCODING,
          "the body is not gzip as Content-Encoding says, or it is cut off"));
      case Gunzip.Result.TooLarge large -> new End.Wrong(head.route().tooLarge(sizes));
      case Gunzip.Result.NoRoom none -> new End.Wrong(Problems.noRoom(Bound.BYTES));
    };
  }
}
