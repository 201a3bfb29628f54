// The evidence page: puts its parts together.

import { comeBack } from "./evidence/again.js";
import { startDialogs } from "./evidence/dialogs.js";
import { startFields } from "./evidence/fields.js";
import { startKeys } from "./evidence/keys.js";
import { startModes } from "./evidence/modes.js";
import { startTabs } from "./evidence/tabs.js";

startTabs();
startFields();
startModes();
startDialogs();
startKeys();
comeBack();
