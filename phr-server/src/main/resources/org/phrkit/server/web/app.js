// The entry: the one element of the document.
import "./views/app.js";
