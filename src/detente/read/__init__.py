"""Files and bytes in, articles with zones and sentences out."""
