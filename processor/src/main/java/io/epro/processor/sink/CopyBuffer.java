package io.epro.processor.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing buffer of rows in Postgres' binary COPY format (PostgreSQL documentation, "COPY", section
 * "Binary Format"): a field is its length as int32, then its bytes, all big-endian; length -1 is null.
 * Confined to one thread.
 */
public final class CopyBuffer {
  private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class,
      ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class,
      ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.BIG_ENDIAN);
  private static final int NULL_LENGTH = -1;

  private byte[] bytes;
  private int size;

  public CopyBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  public void startRow(int fields) {
    putShort(fields);
  }

  public void nullField() {
    putInt(NULL_LENGTH);
  }

  public void shortField(int value) {
    putInt(Short.BYTES);
    putShort(value);
  }

  public void intField(int value) {
    putInt(Integer.BYTES);
    putInt(value);
  }

  public void longField(long value) {
    putInt(Long.BYTES);
    putLong(value);
  }

  public void uuidField(long high, long low) {
    putInt(2 * Long.BYTES);
    putLong(high);
    putLong(low);
  }

  public void doubleField(double value) {
    longField(Double.doubleToRawLongBits(value));
  }

  public void bytesField(byte[] value) {
    bytesField(value, 0, value.length);
  }

  public void bytesField(byte[] value, int from, int to) {
    putInt(to - from);
    putBytes(value, from, to);
  }

  /** Begins a field whose length is not known yet. @return the mark for {@link #endField} */
  public int startField() {
    putInt(0);
    return size;
  }

  public void endField(int mark) {
    INT.set(bytes, mark - Integer.BYTES, size - mark);
  }

  public void putShort(int value) {
    ensure(Short.BYTES);
    SHORT.set(bytes, size, (short) value);
    size += Short.BYTES;
  }

  public void putInt(int value) {
    ensure(Integer.BYTES);
    INT.set(bytes, size, value);
    size += Integer.BYTES;
  }

  public void putLong(long value) {
    ensure(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
  }

  public void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  public void putBytes(byte[] value) {
    putBytes(value, 0, value.length);
  }

  public void putBytes(byte[] value, int from, int to) {
    int length = to - from;
    ensure(length);
    System.arraycopy(value, from, bytes, size, length);
    size += length;
  }

  static int intAt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public int size() {
    return size;
  }

  /** Takes back all that was put after the buffer had this size. */
  public void truncate(int to) {
    size = to;
  }

  /** The bytes themselves, valid up to {@link #size} until the next call that puts. */
  public byte[] array() {
    return bytes;
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }
}
