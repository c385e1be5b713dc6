// Prints the names of the tests that failed and, last, the sums of both test runs' reports.
// Fails unless some test passed and none failed.
import { existsSync, readFileSync } from "node:fs";

const read = (name) => {
  const file = `${process.argv[2]}/${name}`;
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};
const trx = read("dotnet.trx");
const vitest = { testResults: [], ...JSON.parse(read("vitest.json") || "{}") };

const sum = (trxCounter, ...vitestFields) =>
  vitestFields.reduce(
    (total, field) => total + (vitest[field] ?? 0),
    Number(trx.match(`<Counters [^>]*\\b${trxCounter}="([0-9]+)"`)?.[1] ?? 0),
  );

const failedNames = [
  ...vitest.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === "failed")
    .map((test) => test.fullName),
  ...[...trx.matchAll(/<UnitTestResult [^>]*>/g)]
    .map(([element]) => element)
    .filter((element) => element.includes(' outcome="Failed"'))
    .map((element) => element.match(/ testName="([^"]*)"/)[1]),
];

const passed = sum("passed", "numPassedTests");
const failed = sum("failed", "numFailedTests");
const skipped = sum("notExecuted", "numPendingTests", "numTodoTests");
for (const name of failedNames) console.log(`  failed: ${name}`);
if (passed + failed === 0) console.log("No test ran.");
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
