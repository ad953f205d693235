// The console's scripts. Everything works without them; they spare loading pages again.

import "./copy.js";
import "./wording.js";
import * as composer from "./composer.js";
import * as dialog from "./dialog.js";
import * as keys from "./keys.js";
import * as live from "./live.js";
import * as mentions from "./mentions.js";
import * as notices from "./notices.js";
import * as pass from "./pass.js";
import * as palette from "./palette.js";
import * as presence from "./presence.js";
import * as ring from "./ring.js";
import * as select from "./select.js";
import * as theme from "./theme.js";
import * as undo from "./undo.js";

document.documentElement.dataset.script = "";
for (const part of [theme, ring, dialog, composer, keys, live, mentions, notices, pass, presence, palette, select, undo]) part.start();

// A conversation opens at its last message.
document.querySelectorAll("[data-end]").forEach(place => { place.scrollTop = place.scrollHeight; });
// A question that came with the page is asked in front of it.
document.querySelectorAll("dialog[data-dialog][open]").forEach(asked => { asked.removeAttribute("open"); asked.showModal(); });
