/**
 * Who belongs to the cluster: its certificate authority, the certificates of nodes, and the tokens with which a machine
 * gets one. Without Akka.
 */
package dev.proxima.security;
