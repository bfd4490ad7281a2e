package io.mizzen.it.rpc;

import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * As much of what Thrift's compiler writes for a service as Dubbo's thrift protocol looks for: the
 * interface, and for each method a class of its arguments and one of its result, found by name.
 */
public final class Demo {
  private Demo() {}

  /** The service. */
  public interface Iface {
    String say(String name);

    String twice(String text);
  }

  /** The one field of a struct. */
  private record Id(short getThriftFieldId, String getFieldName) implements TFieldIdEnum {
    @Override
    public short getThriftFieldId() {
      return getThriftFieldId;
    }

    @Override
    public String getFieldName() {
      return getFieldName;
    }
  }

  private static final Id ARGUMENT = new Id((short) 1, "text");
  private static final Id RESULT = new Id((short) 0, "success");

  /** A struct with one text. */
  private abstract static class OneText implements TBase<OneText, Id> {
    private static final long serialVersionUID = 1;

    abstract Id id();

    abstract String value();

    abstract void value(String newValue);

    @Override
    public Id fieldForId(int number) {
      return number == id().getThriftFieldId() ? id() : null;
    }

    @Override
    public void read(TProtocol in) throws TException {
      in.readStructBegin();
      for (TField field = in.readFieldBegin();
          field.type != TType.STOP;
          field = in.readFieldBegin()) {
        if (field.id == id().getThriftFieldId() && field.type == TType.STRING) {
          value(in.readString());
        } else {
          TProtocolUtil.skip(in, field.type);
        }
        in.readFieldEnd();
      }
      in.readStructEnd();
    }

    @Override
    public void write(TProtocol out) throws TException {
      out.writeStructBegin(new TStruct("s"));
      if (value() != null) {
        out.writeFieldBegin(new TField(id().getFieldName(), TType.STRING, id().getThriftFieldId()));
        out.writeString(value());
        out.writeFieldEnd();
      }
      out.writeFieldStop();
      out.writeStructEnd();
    }

    @Override
    public boolean isSet(Id field) {
      return value() != null;
    }

    @Override
    public Object getFieldValue(Id field) {
      return value();
    }

    @Override
    public void setFieldValue(Id field, Object newValue) {
      value((String) newValue);
    }

    @Override
    public OneText deepCopy() {
      return this;
    }

    @Override
    public void clear() {
      value(null);
    }

    @Override
    public int compareTo(OneText other) {
      return value().compareTo(other.value());
    }
  }

  /** Arguments. */
  public abstract static class Arguments extends OneText {
    private static final long serialVersionUID = 1;
    private String text;

    public String getText() {
      return text;
    }

    public void setText(String newText) {
      text = newText;
    }

    @Override
    Id id() {
      return ARGUMENT;
    }

    @Override
    String value() {
      return text;
    }

    @Override
    void value(String newValue) {
      text = newValue;
    }
  }

  /** A result. Dubbo looks for the field in the very class. */
  public abstract static class Result extends OneText {
    private static final long serialVersionUID = 1;

    public String getSuccess() {
      return value();
    }

    public void setSuccess(String success) {
      value(success);
    }

    @Override
    Id id() {
      return RESULT;
    }
  }

  /** Arguments of say. */
  public static final class say_args extends Arguments {
    private static final long serialVersionUID = 1;
  }

  /** Arguments of twice. */
  public static final class twice_args extends Arguments {
    private static final long serialVersionUID = 1;
  }

  /** Result of say. */
  public static final class say_result extends Result {
    private static final long serialVersionUID = 1;
    private String success;

    @Override
    String value() {
      return success;
    }

    @Override
    void value(String newValue) {
      success = newValue;
    }
  }

  /** Result of twice. */
  public static final class twice_result extends Result {
    private static final long serialVersionUID = 1;
    private String success;

    @Override
    String value() {
      return success;
    }

    @Override
    void value(String newValue) {
      success = newValue;
    }
  }
}
