/** Who encodes what next: speeds that are learnt, the order of work, second attempts, nodes to be left alone. Pure, time is passed in. */
package dev.proxima.schedule;
