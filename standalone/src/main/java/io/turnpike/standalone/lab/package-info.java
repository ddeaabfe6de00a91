/** The lab: network namespaces with real clients, real servers and real links, in which the nodes forward. */
@NullMarked
package io.turnpike.standalone.lab;

import org.jspecify.annotations.NullMarked;
