// For tests: both languages are there, as on a page that has started.

import { learnOther, learnSpoken } from ".";

await learnSpoken();
await learnOther();
