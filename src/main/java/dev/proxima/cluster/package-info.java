/** The actors: jobs, segments, stitcher, node agents, slot scheduler, placement and the life-cycle of a node. */
package dev.proxima.cluster;
