package io.turnpike.metering.rules;

import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.Side;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A slice as the rules see it: its stamps, and what the registry says of its addresses. */
final class Observation {
    private final Slice slice;
    private final Registry registry;
    private final @Nullable BoundResource bound;

    Observation(Slice slice, Registry registry) {
        this.slice = slice;
        this.registry = registry;
        this.bound = bound(slice.record(), registry).orElse(null);
    }

    private static Optional<BoundResource> bound(FlowRecord record, Registry registry) {
        return registry.binding(record.bindingId())
                .filter(found -> found.resource().number() == record.resourceNumber());
    }

    Slice slice() {
        return slice;
    }

    FlowRecord record() {
        return slice.record();
    }

    boolean isDropped() {
        return slice.dropped();
    }

    boolean isAt(ObservationPoint point) {
        return record().observationPoint() == point;
    }

    boolean entered(Entry entry) {
        return record().entry() == entry;
    }

    boolean isMarked(Mark mark) {
        return record().mark() == mark;
    }

    /** Whether the stamps were not written by a node, but come from the registry. */
    boolean isGivenStamps() {
        return isMarked(Mark.UNSTAMPED) && bound != null;
    }

    /** The stamped resource under the stamped binding; null if the registry does not know the two together. */
    @Nullable
    BoundResource bound() {
        return bound;
    }

    boolean isOf(ResourceKind kind) {
        return bound != null && bound.isA(kind);
    }

    boolean openedInside() {
        return record().initiatorSide() == Side.PRIVATE;
    }

    /** The address of the owner's side as the network sees it, so after translation. */
    IpAddress localAddress() {
        if (!openedInside()) {
            return record().destination().address();
        }
        IpAddress translated = record().postNatSource().address();
        return translated.isUnspecified() ? record().source().address() : translated;
    }

    /** The address on the other side of the public face. */
    IpAddress peerAddress() {
        return openedInside()
                ? record().destination().address()
                : record().source().address();
    }

    boolean isLocalAddressOfNode(IpAddress address) {
        return registry.isLocalAddress(address);
    }

    boolean isPrivate(IpAddress address) {
        return AddressRanges.isPrivate(address)
                || registry.isLocalAddress(address)
                || registry.isPrivateAddress(vpcId(), address);
    }

    boolean isInternet(IpAddress address) {
        return !address.isUnspecified() && !AddressRanges.isLinkScoped(address) && !isPrivate(address);
    }

    /** Inside for certain: an address that is missing is neither here nor there. */
    boolean isInside(IpAddress address) {
        return !address.isUnspecified() && !isInternet(address);
    }

    boolean isOwnPublicAddress(IpAddress address) {
        return bound != null && address.equals(bound.binding().publicAddress());
    }

    /** Whether bandwidth was bought with the ECS for sessions of this family: that of its own public address. */
    boolean hasBandwidth() {
        IpAddress address = bound == null ? null : bound.binding().publicAddress();
        return bound != null
                && address != null
                && bound.binding().publicBandwidth()
                && address.isIpv4() == localAddress().isIpv4();
    }

    /** Whether an EIP is bound to the private address, or an IPv6 gateway routes it: its public face is at the border. */
    boolean isFacedAtBorder(IpAddress privateAddress) {
        return at(registry::hasElasticAddress, privateAddress) || at(registry::hasIpv6Gateway, privateAddress);
    }

    /** Whether a NAT gateway translates the private address, for sessions opened as this one was. */
    boolean isTranslatedByNat(IpAddress privateAddress) {
        return at(openedInside() ? registry::hasSnatEntry : registry::hasDnatEntry, privateAddress);
    }

    private interface LookUp {
        boolean test(int vpcId, IpAddress address, long fromMillis, long toMillis);
    }

    private boolean at(LookUp lookUp, IpAddress address) {
        return lookUp.test(vpcId(), address, record().flowStartMilliseconds(), record().flowEndMilliseconds());
    }

    private int vpcId() {
        return bound == null ? record().vpcId() : bound.binding().vpcId();
    }
}
