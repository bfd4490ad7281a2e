package io.mizzen.it.bolt;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service of every kind of parameter and result. */
public interface Shop {
  String hi(String name, int times);

  String hi(String name);

  String hi(List<String> names);

  String primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h);

  String boxes(Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h);

  String arrays(int[] numbers, String[] words, byte[] bytes, Item[] items);

  String collections(List<Item> items, Set<String> words, Map<String, Object> more);

  String exact(BigDecimal price, BigInteger number, Date day);

  Order order(Order order);

  Map<String, Object> facts(String name);

  byte[] turned(byte[] bytes);

  String nothing(String ignored);

  void tell(String news);

  String baggage(String key);

  String boom(String name) throws OutOfStock;

  String crash(String name);

  String later(long millis) throws InterruptedException;

  List<Object> itself();

  /** What an item is of. */
  enum Color {
    RED,
    GREEN
  }

  /** A thing on sale. */
  final class Item implements Serializable {
    private static final long serialVersionUID = 1;

    public String name;
    public int number;
    public Color color;
  }

  /** Things within things. */
  final class Order implements Serializable {
    private static final long serialVersionUID = 1;

    public Long id;
    public Item item;
    public List<Item> items;
    public Map<String, Item> byName;
    public Date placed;
    public BigDecimal price;
    public BigInteger serial;
    public Order before;
  }

  /** An exception of the service's own. */
  final class OutOfStock extends Exception {
    private static final long serialVersionUID = 1;

    public OutOfStock(String message) {
      super(message);
    }
  }
}
