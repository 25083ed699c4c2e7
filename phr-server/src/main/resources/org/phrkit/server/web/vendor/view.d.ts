export * from "../../../../../../../../pages/bundle/view.js";
