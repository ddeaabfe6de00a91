package io.turnpike.metering.operators;

/** The sum of a key in one minute so far. */
public record MinuteTotal(UsageKey key, long octets, long packets, long registryVersion) {
    static MinuteTotal of(UsageDelta delta) {
        return new MinuteTotal(delta.key(), delta.octets(), delta.packets(), delta.registryVersion());
    }

    MinuteTotal plus(UsageDelta delta) {
        return new MinuteTotal(
                key,
                octets + delta.octets(),
                packets + delta.packets(),
                Math.max(registryVersion, delta.registryVersion()));
    }
}
