package io.mizzen.it.bolt;

import com.alipay.sofa.rpc.context.RpcInvokeContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The provider's side of {@link Shop}. */
public final class OpenShop implements Shop {
  final BlockingQueue<String> told = new ArrayBlockingQueue<>(10);

  /** Ends whatever takes its time. */
  final CountDownLatch closing = new CountDownLatch(1);

  @Override
  public String hi(String name, int times) {
    return "hi " + name + "*" + times;
  }

  @Override
  public String hi(String name) {
    return "hi " + name;
  }

  @Override
  public String hi(List<String> names) {
    return "hi all " + names;
  }

  @Override
  public String primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {
    return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h;
  }

  @Override
  public String boxes(
      Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h) {
    return a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h;
  }

  @Override
  public String arrays(int[] numbers, String[] words, byte[] bytes, Item[] items) {
    return Arrays.toString(numbers)
        + Arrays.toString(words)
        + Arrays.toString(bytes)
        + items[0].name
        + items.length;
  }

  @Override
  public String collections(List<Item> items, Set<String> words, Map<String, Object> more) {
    return items.get(0).name + items.get(0).color + new TreeSet<>(words) + new TreeMap<>(more);
  }

  @Override
  public String exact(BigDecimal price, BigInteger number, Date day) {
    return price + " " + number + " " + day.toInstant().toEpochMilli();
  }

  @Override
  public Order order(Order order) {
    order.id = order.id + 1;
    order.before = new Order();
    order.before.item = order.item;
    return order;
  }

  @Override
  public Map<String, Object> facts(String name) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", name);
    facts.put("long", 1L << 40);
    facts.put("exact", new BigDecimal("1.10"));
    facts.put("half", 0.5);
    facts.put("third", 1.0 / 3);
    facts.put("list", new ArrayList<>(List.of(1, true, "x", -70_000, 100_000L, 300.0)));
    facts.put("longs", new long[] {1, 2});
    facts.put("at", Date.from(java.time.Instant.ofEpochMilli(1_700_000_000_000L)));
    facts.put("color", Color.GREEN);
    facts.put("none", null);
    facts.put("text", "\u4e2d \ud83d\ude00".repeat(20_000));
    return facts;
  }

  @Override
  public byte[] turned(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }

  @Override
  public String nothing(String ignored) {
    return null;
  }

  @Override
  public void tell(String news) {
    told.add(news);
  }

  @Override
  public String baggage(String key) {
    return RpcInvokeContext.getContext().getRequestBaggage(key);
  }

  @Override
  public String boom(String name) throws OutOfStock {
    throw new OutOfStock("no " + name);
  }

  @Override
  public String crash(String name) {
    throw new IllegalArgumentException("bad " + name);
  }

  @Override
  public String later(long millis) throws InterruptedException {
    return closing.await(millis, TimeUnit.MILLISECONDS) ? "closed" : "later";
  }

  @Override
  public List<Object> itself() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    return list;
  }
}
