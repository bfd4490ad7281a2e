/**
 * From a configuration to what runs, and what can be asked of it: blueprints, snapshots, reload,
 * drain, read models.
 *
 * <p>Depends on everything to its left. All changes happen on one control thread, in order; workers
 * only ever see finished, immutable plans.
 */
@NullMarked
package io.mizzen.kernel.operate;

import org.jspecify.annotations.NullMarked;
