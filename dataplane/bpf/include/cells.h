/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Counters per interface and per resource, apart from sessions: the node's own truth. */
#ifndef TURNPIKE_CELLS_H
#define TURNPIKE_CELLS_H

#include "packet.h"

static __always_inline void count(struct cell *cell, const struct packet *p)
{
	struct counter *counter = &cell->bank[p->bank & 1];
	counter->octets += p->octets;
	counter->packets += p->segments;
}

/* Returns the place of the interface, for the cells in which the packet ends up: together they must be as much. */
static __always_inline __u16 count_interface_cell(__u32 interface_cell, enum direction direction, const struct packet *p)
{
	__u32 index = 2 * interface_cell + direction;
	struct cell *cell = bpf_map_lookup_elem(&interface_cells, &index);
	if (!cell)
		return 0;
	count(cell, p);
	return interface_cell + 1;
}

static __always_inline __u16 count_interface(__u32 ifindex, enum direction direction, const struct packet *p)
{
	struct interface *interface = bpf_map_lookup_elem(&interfaces, &ifindex);
	return interface ? count_interface_cell(interface->cell, direction, p) : 0;
}

static __always_inline void count_cell(const struct cell_key *key, const struct packet *p)
{
	struct cell *cell = bpf_map_lookup_elem(&resource_cells, key);
	if (!cell) {
		struct cell zero = {};
		bpf_map_update_elem(&resource_cells, key, &zero, BPF_NOEXIST);
		cell = bpf_map_lookup_elem(&resource_cells, key);
	}
	if (cell)
		count(cell, p);
}

static __always_inline void count_resource(const struct session *s, enum direction direction, const struct packet *p)
{
	struct cell_key key = {
	    .resource = s->resource,
	    .binding = s->binding,
	    .vpc = s->vpc,
	    .observation = s->observation,
	    .direction = direction,
	    .arrival = p->arrival,
	    .departure = p->departure,
	};
	count_cell(&key, p);
}

/* Who a dropped packet is charged to in the statistics: nobody pays for it, but somebody wants to know. */
struct drop_owner {
	__u32 resource;
	__u32 binding;
	__u32 vpc;
	__u8 observation;
	__u8 direction;
	/* Director: index of the state of the listener that it was dropped for; 0 if for none. */
	__u32 listener;
};

static __always_inline void count_drop(const struct drop_owner *owner, enum drop_reason reason, const struct packet *p)
{
	struct cell_key key = {
	    .resource = owner->resource,
	    .binding = owner->binding,
	    .vpc = owner->vpc,
	    .observation = owner->observation,
	    .direction = owner->direction,
	    .reason = reason,
	    .arrival = p->arrival,
	    .departure = p->departure,
	};
	count_cell(&key, p);
}

/* What the node answers by itself belongs to the resource, and to no session. */
static __always_inline void count_sessionless(const struct drop_owner *owner, enum direction direction,
					      const struct packet *p)
{
	struct cell_key key = {
	    .resource = owner->resource,
	    .binding = owner->binding,
	    .vpc = owner->vpc,
	    .observation = owner->observation,
	    .direction = direction,
	    .sessionless = SESSIONLESS_ANSWER,
	    .arrival = direction == DIRECTION_IN ? p->arrival : 0,
	    .departure = direction == DIRECTION_OUT ? p->departure : 0,
	};
	count_cell(&key, p);
}

/* What belongs to no resource, and is in no record. */
static __always_inline void count_unrecorded(enum sessionless why, const struct packet *p)
{
	struct cell_key key = {.sessionless = why, .arrival = p->arrival, .departure = p->departure};
	count_cell(&key, p);
}

#endif
