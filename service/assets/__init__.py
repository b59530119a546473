"""The stylesheet and icon of the pages: sources here, compiled into `service/static`."""
