package io.turnpike.proxy.http;

/** Which octets may stand where (RFC 9110, 5.5 and 5.6.2; RFC 3986, appendix A). */
final class Syntax {
    private static final String ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final boolean[] TOKEN = of(ALPHANUMERIC + "!#$%&'*+-.^_`|~");
    private static final boolean[] REGISTERED_NAME = of(ALPHANUMERIC + "-._~%!$&'()*+,;=");
    private static final boolean[] IP_LITERAL = of("0123456789abcdefABCDEF:.");
    private static final boolean[] PATH = of(ALPHANUMERIC + "-._~%!$&'()*+,;=:@/");
    /** Browsers send the last six as they are, though RFC 3986 wants them encoded; they delimit nothing. */
    private static final boolean[] QUERY = of(ALPHANUMERIC + "-._~%!$&'()*+,;=:@/?" + "[]\\^`{|}");

    private Syntax() {}

    private static boolean[] of(String characters) {
        boolean[] set = new boolean[256];
        characters.chars().forEach(c -> set[c] = true);
        return set;
    }

    static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    static boolean isToken(CharSequence text) {
        return isAll(TOKEN, text, 0, text.length()) && !text.isEmpty();
    }

    /** Visible, space, tab, or beyond ASCII: no control character. */
    static boolean isInValue(byte octet) {
        int value = octet & 0xff;
        return (value >= ' ' && value != 0x7f) || value == '\t';
    }

    static boolean isValue(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff || !isInValue((byte) text.charAt(i))) {
                return false;
            }
        }
        return text.isEmpty() || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(text.length() - 1)));
    }

    static boolean isBlank(int character) {
        return character == ' ' || character == '\t';
    }

    /** A path, and a query if there is one. */
    static boolean isOriginForm(CharSequence target) {
        if (target.isEmpty() || target.charAt(0) != '/') {
            return false;
        }
        int length = target.length();
        int query = 0;
        while (query < length && target.charAt(query) != '?') {
            query++;
        }
        return isAll(PATH, target, 0, query) && isAll(QUERY, target, query, length);
    }

    /** A host that is not empty, and a port if there is one. */
    static boolean isAuthority(CharSequence text) {
        int length = text.length();
        if (length == 0) {
            return false;
        }
        boolean literal = text.charAt(0) == '[';
        boolean[] allowed = literal ? IP_LITERAL : REGISTERED_NAME;
        int from = literal ? 1 : 0;
        int end = from;
        while (end < length && text.charAt(end) < 256 && allowed[text.charAt(end)]) {
            end++;
        }
        if (end == from || (literal && (end == length || text.charAt(end++) != ']'))) {
            return false;
        }
        return end == length || (text.charAt(end) == ':' && isPort(text, end + 1));
    }

    private static boolean isPort(CharSequence text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return length - from <= 5;
    }

    private static boolean isAll(boolean[] set, CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) > 0xff || !set[text.charAt(i)]) {
                return false;
            }
        }
        return true;
    }
}
