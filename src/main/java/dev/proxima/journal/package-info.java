/** The database of coordinators: where it is, its tables and their migrations, the row of each job, and the lease. */
package dev.proxima.journal;
