/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What one packet needs and the stack has no room for. */
#ifndef TURNPIKE_SCRATCH_H
#define TURNPIKE_SCRATCH_H

#include "hop.h"

struct scratch {
	struct translation to;
	struct bpf_fib_lookup fib;
	struct hop hop;
	/* The responder's key of a session that is being opened. */
	struct flow_key back;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratch SEC(".maps");

static __always_inline struct scratch *find_scratch(void)
{
	__u32 zero = 0;
	return bpf_map_lookup_elem(&scratch, &zero);
}

#endif
