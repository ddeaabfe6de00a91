package io.turnpike.flow;

/**
 * A range of addresses in CIDR notation.
 *
 * @param address the first address of the range
 * @param length bits of the prefix: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpPrefix(IpAddress address, int length) {
    public IpPrefix {
        int width = address.isIpv4() ? 32 : 128;
        if (length < 0 || length > width) {
            throw new IllegalArgumentException("prefix length " + length + " is not in 0.." + width);
        }
        if (!mask(address, length + 128 - width).equals(address)) {
            throw new IllegalArgumentException(address + "/" + length + " has bits set outside its prefix");
        }
    }

    /** Reads {@code address/length}; a bare address is the prefix of that one address. */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return new IpPrefix(address, address.isIpv4() ? 32 : 128);
        }
        try {
            return new IpPrefix(address, Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a prefix: '" + text + "'", e);
        }
    }

    /** Bits of the prefix in the 128-bit form of the address. */
    public int mappedLength() {
        return address.isIpv4() ? length + 96 : length;
    }

    public boolean contains(IpAddress other) {
        return mask(other, mappedLength()).equals(address);
    }

    private static IpAddress mask(IpAddress address, int bits) {
        long high = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
        long low = bits <= 64 ? 0 : -1L << (128 - bits);
        return new IpAddress(address.high() & high, address.low() & low);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
