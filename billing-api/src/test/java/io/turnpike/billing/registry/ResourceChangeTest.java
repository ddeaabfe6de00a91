package io.turnpike.billing.registry;

import static io.turnpike.billing.registry.Declarations.ECS1;
import static io.turnpike.billing.registry.Declarations.ECS2;
import static io.turnpike.billing.registry.Declarations.EIP;
import static io.turnpike.billing.registry.Declarations.SLB;
import static io.turnpike.billing.registry.Declarations.lab;
import static io.turnpike.billing.registry.Declarations.resources;
import static io.turnpike.billing.registry.Declarations.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ResourceChangeTest {
    private static AbstractListAssert<?, List<? extends Tuple>, Tuple, ObjectAssert<Tuple>> changes(
            String... resources) {
        return assertThat(ResourceChange.of(Declarations.declaration(resources(resources)), state(lab())))
                .extracting(change -> change.spec().id(), ResourceChange::change, ResourceChange::rebinds);
    }

    @Test
    void shouldLeaveAloneWhatIsTheSame() {
        assertThat(ResourceChange.of(Declarations.declaration(lab()), state(lab())))
                .hasSize(5)
                .allMatch(change -> change.change() == Change.UNCHANGED && !change.rebinds());
    }

    @Test
    void shouldKeepTheBindingWhenListenersChange() {
        changes(SLB.replace("weight: 100", "weight: 50")).containsExactly(tuple("slb-web", Change.UPDATED, false));
    }

    @Test
    void shouldBindAnewWhenAnEipMovesToAnotherEcsOrAccount() {
        changes(EIP.replace("'ecs2'", "'ecs1'")).containsExactly(tuple("eip-2", Change.UPDATED, true));
        changes(EIP.replace("'acme'", "'globex'")).containsExactly(tuple("eip-2", Change.UPDATED, true));
    }

    @Test
    void shouldCarryANewAddressOfAnEcsToWhatRefersToIt() {
        changes(ECS2.replace("10.0.0.12", "10.0.0.99"))
                .containsExactlyInAnyOrder(tuple("ecs2", Change.UPDATED, true), tuple("eip-2", Change.UPDATED, true));
        changes(ECS1.replace("10.0.0.11", "10.0.0.99"))
                .containsExactlyInAnyOrder(
                        tuple("ecs1", Change.UPDATED, true), tuple("slb-web", Change.UPDATED, false));
    }

    @Test
    void shouldBindAnewWhenBandwidthIsBought() {
        String own = ECS1.replace("}", ", publicAddress: '203.0.113.40', publicBandwidth: true}");
        changes(own).containsExactly(tuple("ecs1", Change.UPDATED, true));
    }
}
