package io.turnpike.standalone.supervise;

/** What a probe saw: whether the part does its work, and one short sentence for people. */
public record Health(boolean up, String detail) {
    public static Health up(String detail) {
        return new Health(true, detail);
    }

    public static Health down(String detail) {
        return new Health(false, detail);
    }
}
