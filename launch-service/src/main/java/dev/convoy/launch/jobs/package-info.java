/** MGN jobs: started in batches, followed to the result per server. */
@NullMarked
package dev.convoy.launch.jobs;

import org.jspecify.annotations.NullMarked;
