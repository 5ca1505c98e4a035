// SPDX-License-Identifier: Apache-2.0

package io.github.diskcache.hibernate;

import java.util.List;

/**
 * A fault that somebody could make in a protection, and the test that would see it.
 *
 * @param race which of the races the protection closes, or what else
 * @param type the class that has it
 * @param from what its source says, once
 * @param to what it would say with the fault
 * @param caughtBy the test, as class and method
 */
record Mutant(String race, Class<?> type, String from, String to, String caughtBy) {

  static final List<Mutant> ALL =
      List.of(
          new Mutant(
              "R1",
              RoleEntries.class,
              "store.area().stripes().guard(Stripes.of(key.bytes()), now);",
              "",
              "LatePutTest#R1_put_afterUpdateAndEviction_isRefused"),
          new Mutant(
              "R1",
              PutRules.class,
              "asked.session > asked.guard ? null : PutRefusal.LATE",
              "null",
              "RaceTest#R1_find_rowChangedAndEvictedWhileItIsRead_isNotPut"),
          new Mutant(
              "R1",
              PutRules.class,
              "asked.session > asked.guard ?",
              "asked.row instanceof Row.Value || asked.session > asked.guard ?",
              "RaceTest#R1_find_rowDeletedAndInsertedAgainWhileItIsRead_isNotPut"),
          new Mutant(
              "R1",
              PutRules.class,
              "asked.session <= locked.timeout()",
              "false",
              "SoftLockTest#put_whileLockedByAnother_isRefused"),
          new Mutant(
              "R1",
              AccessStrategy.class,
              "return entries().lock(key);",
              "return null;",
              "RaceTest#R1_find_readOnlyDeletionNotCommitted_isNotPut"),
          new Mutant(
              "R2",
              RoleEntries.class,
              "role.roleFloor().open(mark, store.clock().next() + lockSpan);",
              "role.roleFloor().raise(store.clock().next());",
              "RaceTest#R2_find_duringABulkUpdate_isNotPut"),
          new Mutant(
              "R2",
              Floor.class,
              "raise(stamp);\n      deadlines.remove(owner);",
              "deadlines.remove(owner);",
              "LatePutTest#R2_put_ofSessionBegunDuringBulkUpdate_isRefusedAfterIt"),
          new Mutant(
              "R2",
              EntryRules.class,
              "&& rows.floor(stripe) < locked.since()",
              "",
              "LatePutTest#R2_putUpdated_afterABulkUpdateOfOthers_storesNothing"),
          new Mutant(
              "R2, near tier",
              EntryRules.class,
              "if (value.stamp() <= rows.floor(stripe)) {",
              "if (false) {",
              "TwoJvmTest#R2_get_bulkUpdateOfAKilledProcess_isMissUntilTheTimeout"),
          new Mutant(
              "R2, a killed process",
              Floor.class,
              "words.raise(base + LAST, words.get(cell));",
              "",
              "FloorTest#stamp_ofADeadProcess_countsUntilItsDeadlineAfterTheSlotIsTakenAgain"),
          new Mutant(
              "R3",
              RoleRows.class,
              "return cache.transactOn(key, () -> body.apply(new Step(cache, key)));",
              "return body.apply(new Step(cache, key));",
              "SoftLockTest#R3_put_betweenReadAndWriteOfAnother_isRefused"),
          new Mutant(
              "R3",
              Row.class,
              "Math.max(timeout, laterTimeout), holders + 1, true)",
              "Math.max(timeout, laterTimeout), holders + 1, concurrent)",
              "SoftLockTest#R3_putUpdated_whenTwoHadTheLock_storesNeither"),
          new Mutant(
              "R3, lost locks",
              EntryRules.class,
              "return locked.doubtful();",
              "return locked;",
              "SoftLockTest#putUpdated_afterItsLockWasReplaced_makesTheOthersLockDoubtful"),
          new Mutant(
              "R3, lost locks",
              EntryRules.class,
              "new Row.Locked(mark, now, timeout, 1, true)",
              "new Row.Locked(mark, now, timeout, 1, false)",
              "SoftLockTest#lock_afterTheTimeoutOfAnother_storesNothingAtItsEnd"),
          new Mutant(
              "R3, eviction",
              EntryRules.class,
              "row instanceof Row.Locked locked && now <= locked.timeout() ? locked : new Row",
              "new Row",
              "SoftLockTest#evict_lockedEntry_keepsTheLock"),
          new Mutant(
              "R4",
              Floor.class,
              "deadlines.remove(owner);",
              "deadlines.clear();",
              "FloorTest#R4_close_byOneOfTwoSessions_leavesTheOthersOpen"),
          new Mutant(
              "R4",
              TimestampRegion.class,
              "space(key).open(owner, stamp);",
              "space(key).raise(context.store().clock().last());",
              "RaceTest#R4_query_anotherWriterEndsBetweenCommitAndInvalidation_isNotBelieved"),
          new Mutant(
              "R4",
              Floor.class,
              "for (int i = 0; i < used; i++) {",
              "for (int i = slot; i <= slot; i++) {",
              "FloorTest#R4_stamp_whileAnnounced_isInTheFuture"),
          new Mutant(
              "R5",
              Floor.class,
              "deadlines.remove(owner);",
              "",
              "FloorTest#R5_stamp_afterClose_isTheClosing"),
          new Mutant(
              "R6",
              TimestampRegion.class,
              "return Math.max(floor, space(key).stamp());",
              "return space(key).stamp();",
              "RaceTest#R6_query_timestampsForgotten_isNotBelieved"),
          new Mutant(
              "R7",
              SharedClock.class,
              "Math.max(wall.millis() << SUBDIVISION_BITS, last + 1)",
              "wall.millis() << SUBDIVISION_BITS",
              "SharedAreaTest#R7_next_clockSetBack_stillGrows"),
          new Mutant(
              "R8",
              EntryRules.class,
              "strict && session <= value.stamp() ? MissCause.TOO_YOUNG : null",
              "null",
              "RaceTest#R8_find_bySessionOlderThanTheEntry_readsTheDatabase"),
          new Mutant(
              "R9",
              PutRules.class,
              "asked.session > asked.guard ?",
              "versions == null || asked.session > asked.guard ?",
              "RaceTest#R9_load_codeGivenUpWhileItIsRead_isNotPut"),
          new Mutant(
              "store fails",
              RoleEntries.class,
              "store.area().stripes().poison(Stripes.of(key.bytes()), now + lockSpan);",
              "",
              "LatePutTest#get_lockThatCouldNotBeWritten_isMissUntilTheTimeout"),
          new Mutant(
              "store fails",
              RoleEntries.class,
              "store.area().stripes().poison(Stripes.of(key.bytes()), now);",
              "",
              "LatePutTest#get_evictionThatCouldNotBeWritten_isMissUntilPutAgain"),
          new Mutant(
              "damage",
              Envelope.class,
              "crc.update(key);",
              "",
              "BrokenStoreTest#find_rowOfAnotherKey_isMiss"),
          new Mutant(
              "power loss",
              Envelope.class,
              "in.getLong() != era",
              "in.getLong() == ~era",
              "RowEnvelopeTest#read_ofAnotherEra_isOldAndNotDamaged"));
}
