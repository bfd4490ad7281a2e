package io.mizzen.protocol.bolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caucho.hessian.io.Hessian2Input;
import com.caucho.hessian.io.Hessian2Output;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Our reader and writer of SOFARPC's hessian against SOFARPC's own. */
class SofaHessianTest {
  private static final int VALUES = 20_000;

  private static Object readHere(Object written) throws IOException, ConversionException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Hessian2Output out = new Hessian2Output(bytes);
    out.writeObject(written);
    out.close();
    ByteBuf in = Unpooled.wrappedBuffer(bytes.toByteArray());
    Object read = new SofaReader(in).value();
    assertEquals(0, in.readableBytes(), "all of it");
    return read;
  }

  private static Object readThere(Object written) throws IOException, ConversionException {
    ByteBuf bytes = Unpooled.buffer();
    new SofaWriter(bytes).value(written, 0);
    Object read = new Hessian2Input(new ByteBufInputStream(bytes)).readObject();
    assertEquals(0, bytes.readableBytes(), "all of it");
    return read;
  }

  /** Of those kinds that look alike on both sides. */
  private static Object any(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 7 : 9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextInt() >> random.nextInt(32);
      case 3 -> random.nextLong() >> random.nextInt(64);
      case 4 -> random.nextBoolean() ? random.nextDouble() : random.nextInt(70_000) - 35_000.0;
      case 5 -> (double) random.nextFloat();
      case 6 -> text(random);
      case 7 -> {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(random.nextInt(20) == 0 ? 400 : 5);
        for (int i = 0; i < size; i++) {
          list.add(any(random, depth + 1 + size / 10));
        }
        yield list;
      }
      default -> {
        Map<Object, Object> map = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(text(random), any(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    String[] parts = {"a", "\u00e9", "\u4e2d", "\ud83d\ude00", "\u0000", "xyz"};
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(random.nextInt(500) == 0 ? 70_000 : 40);
    while (text.length() < length) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  @Test
  void whatOneWritesTheOtherReads() throws IOException, ConversionException {
    Random random = new Random(6);
    for (int i = 0; i < VALUES; i++) {
      Object value = any(random, 0);
      assertEquals(value, readHere(value));
      assertEquals(value, readThere(value));
    }
  }

  @Test
  void bytesOfEveryLength() throws IOException, ConversionException {
    for (int length : new int[] {0, 15, 16, 0x8000, 0x8001, 200_000}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 7);
      assertArrayEquals(bytes, (byte[]) readHere(bytes));
      assertArrayEquals(bytes, (byte[]) readThere(bytes));
    }
  }

  @Test
  void numbersAndDatesOfTheJdk() throws IOException, ConversionException {
    List<BigInteger> numbers =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE.negate(),
            BigInteger.ONE.shiftLeft(31),
            BigInteger.ONE.shiftLeft(32).negate(),
            new BigInteger("123456789012345678901234567890"));
    for (BigInteger number : numbers) {
      assertEquals(number, readHere(number));
      assertEquals(
          number, readThere(Map.of("class", "java.math.BigInteger", "value", number.toString())));
      assertEquals(new BigDecimal(number), readThere(number));
    }
    assertEquals(new BigDecimal("-1.10"), readHere(new BigDecimal("-1.10")));
    Instant day = Instant.ofEpochMilli(1_700_000_000_123L);
    assertEquals(day, readHere(Date.from(day)));
    assertEquals(
        Date.from(day), readThere(Map.of("class", "java.util.Date", "value", day.toString())));
  }

  @Test
  void objectsWithAndWithoutACycleBecomeStructs() throws IOException, ConversionException {
    Node node = new Node();
    node.name = "a";
    node.next = node;
    node.numbers = new int[] {1, -1};
    node.unit = TimeUnit.DAYS;
    List<Object> list = new ArrayList<>(List.of(node, new Node(), node));
    list.add(list);
    List<?> read = assertInstanceOf(List.class, readHere(list));
    Struct first = assertInstanceOf(Struct.class, read.get(0));
    assertEquals(Node.class.getName(), first.type());
    assertEquals("a", first.fields().get("name"));
    assertEquals(List.of(1, -1), first.fields().get("numbers"));
    assertTrue(first.fields().get("next") == first);
    assertTrue(read.get(2) == first);
    assertTrue(read.get(3) == read);
    Struct unit = assertInstanceOf(Struct.class, first.fields().get("unit"));
    assertEquals(Map.of("name", "DAYS"), unit.fields());
  }

  @Test
  void aMapWithAClassBecomesItsObject() throws IOException, ConversionException {
    Object read =
        readThere(
            Map.of(
                "class",
                Node.class.getName(),
                "name",
                "a",
                "unit",
                Map.of("name", "DAYS"),
                "next",
                Map.of("name", "b")));
    Node node = assertInstanceOf(Node.class, read);
    assertEquals("a", node.name);
    assertEquals("b", node.next.name);
    assertEquals(TimeUnit.DAYS, node.unit);
  }

  /** An object that may hold itself. */
  public static final class Node implements java.io.Serializable {
    private static final long serialVersionUID = 1;

    String name;
    Node next;
    int[] numbers;
    TimeUnit unit;
  }
}
