// The pages of figures: fresh numbers without losing the place, and filters that close by themselves. Nothing needs it.

import { startFilters } from "./figures/filters.js";
import { startLive } from "./figures/live.js";

startFilters();
startLive();
