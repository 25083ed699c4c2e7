/** Small programs that use the library as any other program would. */
module org.phrkit.examples {
    requires org.phrkit.core;
}
